"""The projects room, by what is written about: projects, partners, planned activities."""
