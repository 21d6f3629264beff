"""What is wrong with a source or a translation before anything is made of it."""
