"""Who says what to whom, how often: the whole conversation of the car on one screen.

`rate_hz` is the expected rate (None: on occasion); `max_age_s` is how old the newest message may be before the topic counts
as dead (None: never); the recorder keeps one message in `log_every`.
"""

from __future__ import annotations

from robot import board_health, lessons, speech, steering
from robot import messages as m
from robot.bus import Topic

# what the car feels                         type            rate_hz        max_age_s       log_every
CAMERA = Topic("camera", m.Frame, rate_hz=10, max_age_s=1.0, log_every=10)
WHEELS = Topic("wheels", m.WheelAngles, rate_hz=50, max_age_s=0.2, log_every=5)
INERTIAL = Topic("inertial", m.Inertial, rate_hz=50, max_age_s=0.2, log_every=5)
SONAR = Topic("sonar", m.Sonar, rate_hz=20, max_age_s=0.2, log_every=2)
BUMPER = Topic("bumper", m.Bumper, rate_hz=50, max_age_s=0.2, log_every=50)
BATTERY = Topic("battery", m.Battery, rate_hz=5, max_age_s=2.0, log_every=5)
BOARD = Topic("board", board_health.BoardHealth, rate_hz=1)
KEYS = Topic("keys", m.Key)
GAMEPAD = Topic("gamepad", steering.Gamepad, rate_hz=50, max_age_s=0.2, log_every=5)

# what it works out
ODOMETRY = Topic("odometry", m.Odometry, rate_hz=50, max_age_s=0.2, log_every=5)
DETECTIONS = Topic("detections", m.Detections, rate_hz=10, max_age_s=2.0)
TAUGHT = Topic("taught", lessons.TaughtKinds)
LESSON = Topic("lesson", lessons.Lesson)
LEARNED = Topic("learned", lessons.Learned)
FREE_SPACE = Topic("free_space", m.FreeSpace, rate_hz=10, max_age_s=2.0, log_every=5)
SURFACES = Topic("surfaces", m.Surfaces, rate_hz=10, max_age_s=2.0, log_every=5)
THRESHOLDS = Topic("thresholds", m.Thresholds, rate_hz=10, max_age_s=2.0, log_every=5)
EYES = Topic("eyes", m.EyesHealth, rate_hz=2, max_age_s=1.5)
GRID = Topic("grid", m.Grid, rate_hz=5, max_age_s=2.0, log_every=50)
OBJECTS = Topic("objects", m.ObjectMap, rate_hz=5, max_age_s=2.0, log_every=5)
DOORWAYS = Topic("doorways", m.DoorwayMap, rate_hz=5, max_age_s=2.0, log_every=5)

# what is heard and said aloud
TALK = Topic("talk", speech.Talk)
BUTTON = Topic("button", speech.Talk)
WOKEN = Topic("woken", speech.Talk)
SOUND = Topic("sound", speech.Sound, log_every=10)
LISTENING = Topic("listening", speech.Listening)
HEARD = Topic("heard", speech.Heard)
SPEECH_STOP = Topic("speech_stop", m.StopRequest)
LISTENING_SAYS = Topic("listening_says", m.Say)
SPEAKING = Topic("speaking", speech.Speaking)
VOICE_SAYS = Topic("voice_says", m.Say)

# what people say and what is answered
INSTRUCTION = Topic("instruction", m.Instruction)
OPENING = Topic("opening", m.Instruction)
UNDERSTANDING = Topic("understanding", m.Understanding)
MISSION_SAYS = Topic("mission_says", m.Say)
QUESTION = Topic("question", m.Question)
KEYBOARD_STOP = Topic("keyboard_stop", m.StopRequest)
BUTTON_STOP = Topic("button_stop", m.StopRequest)
LANGUAGE_STOP = Topic("language_stop", m.StopRequest)
RESUME = Topic("resume", m.Resume)

# what it does
TASK = Topic("task", m.Task)
TASK_STATUS = Topic("task_status", m.TaskStatus, rate_hz=10)
PLAN = Topic("plan", m.Plan)
MISSION = Topic("mission", m.MissionStatus)
PHOTO = Topic("photo", m.Photo)
NAVIGATION = Topic("navigation", m.Velocity, rate_hz=20)
TELEOP = Topic("teleop", m.Velocity, rate_hz=50, log_every=5)
HANDOVER = Topic("handover", steering.Handover)
MOTORS = Topic("motors", m.MotorState, rate_hz=50, max_age_s=0.2, log_every=5)
FAULT = Topic("fault", m.Fault)

ALL: tuple[Topic[m.Message], ...] = tuple(value for value in list(globals().values()) if isinstance(value, Topic))
