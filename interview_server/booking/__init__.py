"""When interviewers are free, and who has booked them."""
