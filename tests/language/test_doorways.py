"""Doors, rooms and halls as people speak of them, and what the car makes of it."""

from __future__ import annotations

import pytest

from language.dialogue import Dialogue
from language.parser import understand
from robot.program import plain

UNDERSTOOD = {
    "roll out of this room": "go forward away from the room",
    "exit the bedroom and turn right": "go forward away from the bedroom · then turn right 90°",
    "now get out": "go forward away from the room",
    "drive outside, then wait": "go forward away from the room · then wait",
    "come out of the room and take a photo": "go forward away from the room · then take a photo",
    "leave through the door on your right": "go forward through the door on your right",
    "exit through the far door": "go forward through the farthest door",
    "go out the door on your left": "go forward through the door on your left",
    "leave the kitchen": "go forward away from the kitchen",
    "then exit": "go forward away from the room",
    "drive in and turn around": "go forward through the door · then turn left 180°",
    "come in and find the sofa": "go forward through the door · then find the sofa",
    "go inside": "go forward through the door",
    "open the door and drive through": "go to the door · then go forward through the door",
    "pass through the opening on your right": "go forward through the door on your right",
    "use the third door on the right": "go forward through the 3rd door on your right",
    "take the left door": "go forward through the door on your left",
    "walk into the door on your right": "go forward through the door on your right",
    "head in the second doorway on the left": "go forward through the 2nd door on your left",
    "go into the next room": "go to the next room",
    "enter the last room on the right": "go to the last room on your right",
    "enter and take a photo": "go forward through the door · then take a photo",
    "turn into the second room on the left": "go forward through the 2nd door on your left",
    "turn left into the first doorway": "go forward through the 1st door on your left",
    "make a right into the third room": "go forward through the 3rd door on your right",
    "swing left through the doorway": "go forward through the door on your left",
    "turn right into the hall": "turn right 90° · then go forward along the hall",
    "turn left before the third door": "turn left 90° at the 3rd door",
    "turn right past the first door": "go forward past the 1st door · then turn right 90°",
    "turn left at the last door": "turn left 90° at the last door",
    "go past the first chair and wait at the second": "go forward past the 1st chair · then go to the 2nd chair · then wait",
    "drive past the red door and go to the blue": "go forward past the red door · then go to the blue door",
    "go through the first door and then the second": "go forward through the 1st door · then go forward through the 2nd door",
    "go past the table and the lamp": "go forward past the table · then go forward past the lamp",
    "the third door on the right, go through it": "go forward through the 3rd door on your right",
    "go to the right chair": "go to the chair on your right",
    "drive to the left sofa": "go to the sofa on your left",
    "stop at the right door": "go to the door on your right",
    "go to the nearer table": "go to the nearest table",
    "go to the further sofa": "go to the farthest sofa",
    "go to the far chair": "go to the farthest chair",
    "go to the near door": "go to the nearest door",
    "find the closer lamp": "find the nearest lamp",
    "go to the second to last door": "go to the 2nd to last door",
    "go to door number three": "go to the 3rd door",
    "go to the door straight ahead": "go to the door in front of you",
    "drive through the door ahead and stop": "go forward through the door in front of you",
    "follow the corridor to the third door on the left": "go forward along the hall until you are at the 3rd door on your left",
    "follow the hallway to its end": "go to the end of the hall",
    "drive along the corridor to the end": "go to the end of the hall",
    "go to the door at the end of the corridor": "go to the end of the hall · then go to the nearest door",
    "drive into the room at the end of the hall": "go to the end of the hall · then go to the nearest room",
    "go along the hall to the door at the end": "go to the end of the hall · then go to the nearest door",
    "count four doors then turn right": "go forward until you are at the 4th door · then turn right 90°",
    "keep on until you've passed three doors": "go forward until you are past the 3 door",
    "go forward until you are out of the room": "go forward until you are past the door",
    "return to where you set off": "come back",
    "go back to the start": "come back",
    "come back out": "go forward away from the room",
    "come back in": "go forward through the door",
    "peer into the room on your left": "go to the door on your left",
    "look through the doorway": "go to the door",
    "meet us at the second door": "go to the 2nd door",
    "wait at the first door on the left": "go to the 1st door on your left · then wait",
    "knock on the second door": "go to the 2nd door",
    "lock the door behind you": "go to the door behind you",
    "leave the door open": "go to the door",
    "leave the ball in the kitchen": "go to the ball in the kitchen",
    "climb the stairs": "go to the stairs",
    "go down the stairs and turn left": "turn left 90°",
    "go to the door or the doorway on your left": "go to the door on your left",
    "drive out of the open door": "go forward through the open door",
    "pass four doors and stop": "go forward past the 4 door",
    "go by two chairs and turn left": "go forward past the 2 chair · then turn left 90°",
    "take the second door you see on the right": "go forward through the 2nd door on your right",
    "drive through the first door you come to": "go forward through the 1st door",
    "wait by the door for ten seconds": "go to the door · then wait for 10 s",
    "turn left at the lamp and right at the second door": "turn left 90° at the lamp · then turn right 90° at the 2nd door",
    "go to the chair closest to you": "go to the nearest chair",
    "go to the chair nearest the lamp": "go to the chair next to the lamp",
    "make your way to the third door": "go to the 3rd door",
    "find your way out": "go forward away from the room",
    "leave by the second door": "go forward through the 2nd door",
    "wait outside": "go forward away from the room · then wait",
    "exit, then turn left": "go forward away from the room · then turn left 90°",
    "go to the rightmost chair": "go to the chair on your right",
    "go indoors": "go forward through the door",
    "go outdoors": "go forward away from the room",
    "skip the first door and take the second": "go forward past the 1st door · then go forward through the 2nd door",
    "go through the door . no, the left one": "go forward through the door on your left",
    "exit into the hallway": "go forward away from the room · then go to the hall",
    "back out of the room": "go back away from the room",
    "leave this room and go into the next": "go forward away from the room · then go to the next room",
    "search the room on the left for the ball": "find the ball in the room on your left",
}

REFUSED = {
    "take the stairs": "I can't climb stairs: I have wheels.",
    "go upstairs": 'I can\'t climb: I have wheels ("go upstairs").',
    "go up the stairs": "I can't climb stairs: I have wheels.",
    "look around the corner": "I can't look around the corner.",
    "count the doors": 'I can\'t count things. Tell me how many to pass, for example "go past three doors".',
    "go to the black chair or the white chair": "The black chair or the white chair?",
    "drive to the lamp, the bed or the desk": "The lamp, the bed or the desk?",
    "drive on until you see a door or a window": "The door or the window?",
    "go to the red or blue sofa": "The red sofa or the blue sofa?",
    "drive to the left or right door": "The door on my left or the door on my right?",
    "don't go through the door": 'I can\'t use "not" yet; tell me what to do instead ("don\'t go through the door").',
}

NO_HANDS = {
    "open the door and drive through": "I can't open the door: I have no arms.",
    "knock on the second door": "I can't knock the 2nd door: I have no arms.",
    "lock the door behind you": "I can't close the door behind you: I have no arms.",
    "leave the door open": "I can't hold the door: I have no arms.",
    "leave the ball in the kitchen": "I can't put the ball in the kitchen: I have no arms.",
    "climb the stairs": "I can't climb the stairs: I have wheels.",
    "go down the stairs and turn left": "I can't climb stairs: I have wheels.",
}

# Words with another meaning when they stand so.
UNCHANGED = {
    "turn to the left": "turn left 90°",
    "turn to the left one hundred degrees": "turn left 100°",
    "move to the left two feet": "turn left 90° · then go forward 0.6096 m",
    "go to the exit": "go to the exit",
    "take the exit": "go forward through the exit",
    "go to the far end of the hall": "go to the end of the hall",
    "go forward a little further": "go forward 0.2 m",
    "put the ball down": "go to the ball",
    "go up to the stairs": "go to the stairs",
    "go as far as the far door": "go to the farthest door",
    "take the next exit on the right": "go forward through the next exit on your right",
    "turn left or right": "turn left 90° · then turn right 90°",
    "go to the chair, or rather the sofa": "go to the sofa",
    "go to the kitchen or take a photo": "go to the kitchen · then take a photo",
    "go to the door and wait a second": "go to the door · then wait",
    "turn right at the lamp": "turn right 90° at the lamp",
    "go down the hall to the second door on the left": "go forward along the hall · then go to the 2nd door on your left",
}


@pytest.mark.parametrize("text", UNDERSTOOD | UNCHANGED)
def test_understood(text: str) -> None:
    assert str(understand(text).program) == (UNDERSTOOD | UNCHANGED)[text]


@pytest.mark.parametrize("text", UNDERSTOOD)
def test_what_is_understood_reads_back_to_itself(text: str) -> None:
    program = understand(text).program
    assert program is not None
    again = understand(str(program)).program
    assert again is not None
    assert plain(again) == plain(program)


@pytest.mark.parametrize("text", REFUSED)
def test_answered_honestly(text: str) -> None:
    reading = understand(text)
    assert (reading.program, reading.sentence) == (None, REFUSED[text])


@pytest.mark.parametrize("text", NO_HANDS)
def test_what_needs_hands_or_legs_is_said_beside_what_can_be_done(text: str) -> None:
    assert understand(text).refusals == (NO_HANDS[text],)


def test_a_stop_at_a_door_is_no_stop_but_one_after_it_is() -> None:
    assert not understand("go past the first door and stop at the second").stop
    assert understand("go through the door, stop").stop


@pytest.mark.parametrize(
    ("answer", "program"),
    [
        ("the blue one", "go to the blue chair"),
        ("the red chair please", "go to the red chair"),
        ("the second", "go to the blue chair"),
        ("blue", "go to the blue chair"),
        ("either", "go to the red chair"),
    ],
)
def test_an_answer_says_which_of_two_things_is_meant(answer: str, program: str) -> None:
    dialogue = Dialogue()
    assert dialogue.hear("go to the red chair or the blue chair").sentence == "The red chair or the blue chair?"
    assert str(dialogue.hear(answer).program) == program


def test_a_door_left_unsaid_is_the_one_spoken_of_last() -> None:
    dialogue = Dialogue()
    dialogue.hear("find the door on your left")
    assert str(dialogue.hear("go in").program) == "go forward through the door on your left"


def test_leaving_a_room_is_confirmed_as_that() -> None:
    assert understand("get out of the kitchen").sentence == "I'll leave the kitchen."


def test_a_number_and_a_dangling_or_are_no_error() -> None:
    assert understand("drive past the door two or").sentence
