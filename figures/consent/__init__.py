"""Agreement that a photo is sent to another company: what was shown, when, and until when."""
