"""Which of our kinds a piece of a catalogue is, by the words of its name."""

from __future__ import annotations

import re

PHRASES: dict[str, str] = {
    "armchair": "armchair", "relax chair": "armchair", "chair": "chair", "stool": "stool", "sofa": "sofa", "couch": "sofa",
    "table": "table", "desk": "desk", "desk table": "desk", "bed": "bed", "bookcase": "bookshelf", "bookshelf": "bookshelf",
    "shelves": "bookshelf", "wardrobe": "wardrobe", "dresser": "dresser", "drawers cabinet": "dresser", "ladder": "ladder",
    "step ladder": "ladder", "fridge": "fridge", "refrigerator": "fridge", "oven": "oven", "stove": "oven", "cooker": "oven",
    "washing machine": "washing machine", "radiator": "radiator", "printer": "printer", "tv": "tv", "television": "tv",
    "lamp": "lamp", "fan": "fan", "clock": "clock", "extinguisher": "fire extinguisher", "watering can": "watering can",
    "toilet": "toilet", "toilets": "toilet", "bath": "bathtub", "bathtub": "bathtub", "sink": "sink", "washbasin": "sink",
    "bin": "bin", "dustbin": "bin", "trashcan": "bin", "trash can": "bin", "box": "box", "bottle": "bottle", "bucket": "bucket",
    "basket": "basket", "vase": "vase", "backpack": "backpack", "suitcase": "suitcase", "shoes": "shoes", "sneakers": "shoes",
    "slippers": "shoes", "guitar": "guitar", "bicycle": "bicycle", "bike": "bicycle", "cone": "traffic cone", "ball": "ball",
    "basketball": "ball", "cushion": "cushion", "chair with cushion": "chair", "teddy bear": "teddy bear",
    "rocking horse": "rocking horse", "male": "person", "female": "person", "girl": "person", "boy": "person",
    "dog": "dog", "bulldog": "dog", "cat": "cat", "plant": "plant", "ficus": "plant", "yucca": "plant", "bamboo": "plant",
    "bonsai tree": "plant", "vacuum cleaner": "vacuum cleaner",
}
"""The longest phrase in a name decides."""

OTHERS = (
    "deck chair", "beach chair", "baby high chair", "children chair", "child chair", "osaka chair", "ryokan chair",
    "pool table", "football table", "changing table", "dressing table", "table tennis", "table fan", "table lamp",
    "desk lamp", "little lamp", "wall lamp", "ceiling lamp", "pendant lamp", "street lamp", "outdoor lamp", "camping lamp",
    "chandelier lamp", "pedestal vase lamp", "bunk bed", "mezzanine bed", "baby bed", "child bed", "day bed", "hospital bed",
    "opened convertible sofa", "upper", "wall", "ceiling", "toilet paper", "toilet brush", "sink cabinet", "glass table",
    "tv stand", "tv remote", "television cabinet", "desk with", "propane stove", "hot dog", "dog house", "indoor bike",
    "punching ball", "plant box", "flower box", "bread box", "letters box", "medicine box", "medicine bottle", "baby bottle",
    "island bath", "double oven", "small oven", "sitting", "lying", "holding", "mannequin", "corner bathtub", "child",
)
"""Phrases that name something else, though a word of ours is in them."""


def kind_of(name: str) -> str | None:
    """One of our kinds, or None for what is none of them or not certain."""
    words = f" {' '.join(re.findall(r'[a-z]+', name.lower()))} "
    if any(f" {phrase} " in words for phrase in OTHERS):
        return None
    return max(((len(phrase), kind) for phrase, kind in PHRASES.items() if f" {phrase} " in words), default=(0, None))[1]
