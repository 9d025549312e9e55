"""HTTP: the contract, validation and nothing else."""
