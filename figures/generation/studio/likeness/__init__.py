"""How well portraits are read: labels, scoring rules, degradations, the report and its sheet."""
