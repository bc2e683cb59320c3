"""What is asked of one plan or of several, each study with its tables and pictures."""
