"""Finds faces in a photo and measures them, on the CPU and without network."""

from figures.faces.boxes import FaceBox
from figures.faces.detect import detect_faces
from figures.faces.mesh import face_mesh, face_mesh_scored
from figures.faces.person import person_mask

__all__ = ["FaceBox", "detect_faces", "face_mesh", "face_mesh_scored", "person_mask"]
