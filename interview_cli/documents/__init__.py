"""CVs and job posts: what a person would see of a file, its structure, its skills and requirements."""
