"""What the person takes away: profile pictures, cards, a turntable, models. Made when asked for."""
