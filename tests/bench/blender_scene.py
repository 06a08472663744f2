"""Run by Blender's own Python (`bpy`): render one exported scene with Cycles on the CPU.

Arguments: scene.npz picture.png samples. Prints one JSON line with the seconds of the render alone.
"""

import json
import math
import resource
import sys
import time
from typing import Any

import bpy
import numpy as np
from mathutils import Vector


def _material(index: int, row: Any) -> Any:
    material = bpy.data.materials.new(f"m{index}")
    material.use_nodes = True
    surface = material.node_tree.nodes["Principled BSDF"].inputs
    surface["Base Color"].default_value = (*map(float, row[:3]), 1.0)
    surface["Roughness"].default_value = float(row[3])
    return material


def _mesh(data: Any) -> None:
    mesh = bpy.data.meshes.new("figure")
    vertices, triangles = data["vertices"], data["triangles"]
    mesh.vertices.add(len(vertices))
    mesh.vertices.foreach_set("co", np.ascontiguousarray(vertices, np.float32).ravel())
    mesh.loops.add(triangles.size)
    mesh.loops.foreach_set("vertex_index", np.ascontiguousarray(triangles, np.int32).ravel())
    mesh.polygons.add(len(triangles))
    starts = np.arange(0, triangles.size, 3, dtype=np.int32)
    mesh.polygons.foreach_set("loop_start", starts)
    mesh.polygons.foreach_set("material_index", np.ascontiguousarray(data["material_of"], np.int32))
    mesh.polygons.foreach_set("use_smooth", np.ones(len(triangles), bool))
    for index, row in enumerate(data["materials"]):
        mesh.materials.append(_material(index, row))
    mesh.update(calc_edges=True)
    bpy.context.scene.collection.objects.link(bpy.data.objects.new("figure", mesh))


def _light(place: tuple[float, float, float], size: float, power: float) -> None:
    light = bpy.data.lights.new("softbox", "AREA")
    light.size, light.energy = size, power
    lamp = bpy.data.objects.new("softbox", light)
    lamp.location = place
    towards = Vector((0, 45, 0)) - Vector(place)
    lamp.rotation_euler = towards.to_track_quat("-Z", "Y").to_euler()
    bpy.context.scene.collection.objects.link(lamp)


def main() -> None:
    source, target, samples = sys.argv[-3:]
    data = np.load(source)
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = bpy.context.scene
    _mesh(data)
    for place, size, power in (((-160, 190, 220), 150, 4e6), ((220, 90, 160), 120, 1.5e6),
                               ((0, 160, -220), 120, 2e6)):  # fmt: skip
        _light(place, size, power)
    camera = bpy.data.cameras.new("camera")
    # The camera's angle covers the larger side of the picture, here its height.
    camera.sensor_fit = "VERTICAL"
    distance, height = float(data["distance"]), float(data["height"])
    camera.angle_y = 2 * math.atan(height / 2 / distance)
    camera.clip_end = 5000
    eye = bpy.data.objects.new("camera", camera)
    eye.location = (0, float(data["center_y"]), distance)
    scene.collection.objects.link(eye)
    scene.camera = eye
    scene.render.engine = "CYCLES"
    scene.cycles.device = "CPU"
    scene.cycles.samples = int(samples)
    scene.cycles.use_denoising = True
    scene.render.film_transparent = True
    scene.render.resolution_x, scene.render.resolution_y = map(int, data["size"])
    scene.render.resolution_percentage = 100
    scene.render.filepath = target
    wall, cpu = time.perf_counter(), time.process_time()
    bpy.ops.render.render(write_still=True)
    print(json.dumps({
        "wall": time.perf_counter() - wall,
        "cpu": time.process_time() - cpu,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "blender": bpy.app.version_string,
    }))  # fmt: skip


main()
