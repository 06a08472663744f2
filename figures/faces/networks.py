"""The four networks, loaded on first use, one set per process."""

import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

MODELS = Path(__file__).with_name("models")


class Network:
    """One TFLite network behind a lock: an OpenCV net keeps its activations between calls.

    Args:
        file_name: name of the model in the models folder.
        outputs: names of the output layers, in the order `run` returns them.

    """

    def __init__(self, file_name: str, outputs: Sequence[str]) -> None:
        self._path = MODELS / file_name
        self._outputs = list(outputs)
        self._reset()
        os.register_at_fork(after_in_child=self._reset)

    def _reset(self) -> None:
        # A fork may copy a lock somebody holds and a thread pool without its threads.
        self._lock = threading.Lock()
        self._net: Any = None

    def run(self, image: NDArray[np.float32]) -> list[NDArray[np.float32]]:
        """Run one picture through the network.

        Args:
            image: HxWx3 RGB, already in the size and range the model wants.

        Returns:
            One array per output layer.

        """
        blob = np.ascontiguousarray(image.transpose(2, 0, 1)[np.newaxis])
        with self._lock:
            if self._net is None:
                # The newer engine hands out one output only.
                self._net = cv2.dnn.readNetFromTFLite(
                    str(self._path), engine=cv2.dnn.ENGINE_CLASSIC
                )
            self._net.setInput(blob)
            return [np.array(output, np.float32) for output in self._net.forward(self._outputs)]


def sigmoid(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Map logits to 0..1 without overflow."""
    return np.float32(1) / (np.float32(1) + np.exp(-np.clip(logits, -60, 60)))
