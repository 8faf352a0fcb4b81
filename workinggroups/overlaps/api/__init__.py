"""The overlaps room, by what is written about: pairs, cases, scans."""
