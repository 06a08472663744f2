"""Pages from the shelf to the tracked parcel."""
