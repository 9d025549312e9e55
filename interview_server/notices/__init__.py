"""What people and other systems are sent when something has happened."""
