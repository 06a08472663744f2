"""Print-ready files: page boxes, colour, cut contours, dielines, PDF assembly, preflight.

Pure: no Django, no database, no network. Lengths are millimetres, the page's origin is the
lower left corner of its trim box, y points up, unless a name says otherwise.
"""
