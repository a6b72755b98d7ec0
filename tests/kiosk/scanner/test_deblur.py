"""Test that blur is taken back."""

import cv2
import numpy as np

from kiosk.scanner.deblur import deblur, print_gray, sharpen

RNG = np.random.default_rng(5)
MODULES = RNG.integers(0, 2, (20, 20)).astype(np.float32) * 2 - 1
SHARP = np.kron(MODULES, np.ones((4, 4), np.float32)).astype(np.float32)
BLURRED = np.asarray(cv2.GaussianBlur(SHARP, (0, 0), 2.0), np.float32)


def error(picture: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> float:
    return float(np.abs(picture - SHARP).mean())


def test_deblurring_brings_a_picture_nearer_to_what_it_was() -> None:
    assert error(deblur(BLURRED, 2.0)) < 0.7 * error(BLURRED)


def test_a_deblurred_picture_keeps_its_size() -> None:
    odd = BLURRED[:73, :59]
    assert deblur(odd, 1.0).shape == (73, 59)


def test_sharpening_steepens_edges() -> None:
    steps = np.abs(np.diff(sharpen(BLURRED, sigma_px=3, amount=2)))
    assert float(steps.max()) > 2 * float(np.abs(np.diff(BLURRED)).max())


def test_a_levelled_picture_is_printed_within_black_and_white() -> None:
    printed = print_gray(np.array([[-9, 0, 9]], np.float32))
    assert printed.tolist() == [[0, 128, 255]]
