"""What is alike to something that somebody is entering, shown before it is stored."""
