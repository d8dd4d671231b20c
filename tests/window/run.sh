#!/bin/sh
# The built program in a real window: it comes up, takes typing, clicks and keys, a real drag of a file, and saves.
# Runs under Xvfb: run.sh PROGRAM
set -eu
program=$1
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
export STORYREEL_DATA_DIR="$work/data" LIBGL_ALWAYS_SOFTWARE=1
project="$STORYREEL_DATA_DIR/projects/Harbour chase.storyreel/project.json"
# Debian's own Python has Debian's gi; another one before it on the path has not.
python=/usr/bin/python3
[ -x "$python" ] || python=python3
started=
finish() {
    code=$?
    [ -z "$started" ] || kill "$started" 2>/dev/null || true
    if [ $code -ne 0 ]; then
        import -window root "${STORYREEL_PICTURES:-$work}/failed.png" 2>/dev/null || true
        echo "the window test failed; its picture is ${STORYREEL_PICTURES:-$work}/failed.png" >&2
    else
        rm -rf "$work"
    fi
    exit $code
}
trap finish EXIT

passed=0
# Waits up to a minute for a command to hold.
until_holds() {
    what=$1
    shift
    tries=0
    until "$@"; do
        tries=$((tries + 1))
        [ $tries -lt 300 ] || { echo "waited in vain: $what" >&2; return 1; }
        kill -0 "$started" 2>/dev/null || { echo "the program has ended: $what" >&2; return 1; }
        sleep 0.2
    done
    passed=$((passed + 1))
    echo "ok: $what"
}
colours() {
    import -window root "$work/shot.png"
    [ "$(convert "$work/shot.png" -format '%k' info:)" -gt 2000 ]
}
says() { "$python" -c "
import json, sys
scene = json.load(open(sys.argv[1]))['scenes'][0]
sys.exit(0 if eval(sys.argv[2], {'scene': scene, 'shots': scene['shots']}) else 1)" "$project" "$1" 2>/dev/null; }

open_window() {
    "$program" &
    started=$!
    window=$(timeout 60 xdotool search --sync --onlyvisible --name '^Storyreel' | head -n 1)
    xdotool windowmove "$window" 0 0 windowsize "$window" 1440 900
    xdotool windowfocus --sync "$window"
}
open_window
until_holds "the window shows the example, not one colour" colours
[ -z "${STORYREEL_PICTURES:-}" ] || { sleep 3; import -window root "$STORYREEL_PICTURES/first.png"; }

# A prompt is typed into; nobody presses save.
xdotool mousemove 1260 260 click 1
sleep 0.5
xdotool key ctrl+End
xdotool type --delay 30 ' Rain on tin.'
until_holds "typed words are on the disk" says "'Rain on tin.' in shots[0]['prompt']"

# A shot is chosen on the timeline and made longer by a key.
xdotool mousemove 430 740 click 1
sleep 0.5
xdotool key bracketright
until_holds "a key makes shot 2 a second longer" says "shots[1]['seconds'] == 3"

# An edge is dragged back.
xdotool mousemove 596 745
sleep 0.3
xdotool mousedown 1
for x in 588 575 560 545 530 519; do xdotool mousemove $x 745; sleep 0.1; done
xdotool mouseup 1
until_holds "a dragged edge trims shot 2" says "shots[1]['seconds'] == 2"

# A file is dragged onto the place of the first frame by a program that is not ours.
convert -size 960x640 gradient:navy-orange "$work/frame.png"
before=$("$python" -c "import json,sys; print(json.load(open(sys.argv[1]))['scenes'][0]['first_frame'])" "$project")
"$python" "$here/drag_source.py" 700 300 "$work/frame.png" &
source=$!
sleep 2
xdotool mousemove 760 330
sleep 0.3
xdotool mousedown 1
for step in $(seq 1 24); do
    xdotool mousemove $((760 - step * 29)) $((330 + step * 17))
    sleep 0.08
done
sleep 0.8
[ -z "${STORYREEL_PICTURES:-}" ] || import -window root "$STORYREEL_PICTURES/dragging.png"
xdotool mouseup 1
until_holds "a dropped file is the first frame" says "scene['first_frame'] != '$before'"
kill "$source" 2>/dev/null || true

# What is dropped while the settings are open goes to nothing behind them.
cp "$project" "$work/before.json"
xdotool windowfocus --sync "$window"
xdotool key ctrl+comma
sleep 1
"$python" "$here/drag_source.py" 700 300 "$work/frame.png" &
source=$!
sleep 2
xdotool mousemove 760 330
sleep 0.3
xdotool mousedown 1
for step in $(seq 1 24); do
    xdotool mousemove $((760 - step * 13)) $((330 + step * 17))
    sleep 0.08
done
sleep 0.8
[ -z "${STORYREEL_PICTURES:-}" ] || import -window root "$STORYREEL_PICTURES/refused.png"
xdotool mouseup 1
# What would have been taken is in the file by then.
sleep 4
until_holds "the settings are dropped through to nothing" cmp -s "$work/before.json" "$project"
kill "$source" 2>/dev/null || true
xdotool windowfocus --sync "$window"
xdotool key Escape
sleep 0.5

# It is not of the scene's ratio: a part of it is cut out, and moved by keys and by the pointer.
until_holds "it is cut to the scene's ratio" says "scene['first_crop'] == {'x': 500, 'y': 500, 'zoom': 100}"
xdotool windowfocus --sync "$window"
xdotool key ctrl+k
sleep 0.8
xdotool type --delay 30 'crop first frame'
sleep 0.5
xdotool key Return
sleep 1
xdotool key Down Down Down
until_holds "keys move the cut" says "scene['first_crop']['y'] == 530"
[ -z "${STORYREEL_PICTURES:-}" ] || import -window root "$STORYREEL_PICTURES/cut.png"
xdotool mousemove 720 420
sleep 0.3
xdotool mousedown 1
for y in 415 405 395 390; do xdotool mousemove 720 $y; sleep 0.1; done
xdotool mouseup 1
until_holds "a drag moves it too" says "scene['first_crop']['y'] < 300"
xdotool key Escape
sleep 0.5

# It takes back what was done, and ends when told.
xdotool mousemove 430 740
for step in drag keys frame; do
    xdotool key ctrl+z
    sleep 0.4
done
until_holds "undo brings the frame back" says "scene['first_frame'] == '$before'"

# What is typed while the window answers nothing acts in its order once it goes on, and so does what comes faster than frames.
for how in stalled fast; do
    xdotool mousemove 240 740 click 1
    sleep 0.5
    xdotool key Return
    sleep 0.5
    [ $how = fast ] || kill -STOP "$started"
    xdotool type --delay 2 ' Then more.'
    xdotool key --delay 2 ctrl+Return
    xdotool type --delay 2 ' Then Two.'
    xdotool key --delay 2 ctrl+Return
    xdotool type --delay 2 ' Then Three.'
    [ $how = fast ] || kill -CONT "$started"
    until_holds "keys act in their order, $how" says "[shot['prompt'].split(' Then ')[-1] for shot in shots[:3]] == ['more.', 'Two.', 'Three.']"
    xdotool key Escape
    sleep 0.5
    xdotool key ctrl+z ctrl+z ctrl+z
    until_holds "and are undone" says "not any(' Then ' in shot['prompt'] for shot in shots)"
done

# A digit sets the seconds on every keyboard: by its sign, or by its key where the sign is another one.
xdotool mousemove 430 740 click 1
for layout in us de fr ru gr; do
    setxkbmap "$layout"
    sleep 0.5
    for key in 12:3 15:6 11:2; do
        xdotool key "${key%:*}"
        until_holds "the key of ${key#*:} on a keyboard of $layout" says "shots[1]['seconds'] == ${key#*:}"
    done
done
setxkbmap us
sleep 0.5

# Killed in the middle of typing, it has everything again, and undo goes back behind the crash.
journal="$(dirname "$project")/journal"
xdotool mousemove 1260 260 click 1
sleep 0.5
xdotool key ctrl+End
xdotool type --delay 30 ' Then thunder.'
until_holds "typed words are in the journal" grep -qF 'Then thunder.' "$journal"
kill -9 "$started"
wait "$started" 2>/dev/null || true
open_window
until_holds "after a kill the words are there again" says "any('Then thunder.' in shot['prompt'] for shot in shots)"
until_holds "and they are painted" colours
xdotool mousemove 430 740 click 1
sleep 0.5
xdotool key ctrl+z
until_holds "undo takes back what was typed before the kill" says "not any('Then thunder.' in shot['prompt'] for shot in shots)"
xdotool key ctrl+q
tries=0
while kill -0 "$started" 2>/dev/null; do
    tries=$((tries + 1))
    [ $tries -lt 100 ] || { echo "the program does not end" >&2; exit 1; }
    sleep 0.2
done
wait "$started"
started=
echo "the real window: $passed passed, 0 failed"
