"""How well questions are answered: sets of questions asked in several ways, and measured."""
