"""How far judges can be trusted: agreement with human grades, corrections learned from them, and fairness."""
