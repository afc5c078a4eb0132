#!/bin/sh
# Opens the dashboard for a client of tmux:  open.sh popup|window CLIENT SESSION PROGRAM
# Runs it inside of what was opened:         open.sh show PROGRAM
# Says nothing on standard output and ends well: tmux would put either over the person's pane.

self=$0

# An error stays to be read.
show() {
	"$1"
	code=$?
	[ "$code" -eq 0 ] && exit 0
	printf '\nclaude-failover ended with exit code %s. Enter closes this.' "$code"
	read -r _
	exit 0
}

in_popup() {
	tmux list-commands display-popup >/dev/null 2>&1 || return 1
	# The supervisor would end with the popup: it gets a window instead.
	"$program" status >/dev/null 2>&1 || return 1
	tmux display-popup -c "$client" -E -w 90% -h 90% env CLAUDE_FAILOVER_POPUP=1 sh "$self" show "$program" >/dev/null 2>&1
	return 0
}

in_window() {
	window=$(tmux list-windows -a -F '#{window_id} #{@claude-failover-dashboard}' | sed -n 's/ 1$//p' | head -n 1)
	if [ -z "$window" ]; then
		window=$(tmux new-window -d -P -F '#{window_id}' -t "$session:" -n claude-failover sh "$self" show "$program")
		tmux set-option -w -t "$window" @claude-failover-dashboard 1
	fi
	tmux switch-client -c "$client" -t "$window" >/dev/null 2>&1
}

if [ "$1" = show ]; then
	show "$2"
fi
view=$1 client=$2 session=$3 program=$4
[ "$view" = popup ] && in_popup && exit 0
in_window
exit 0
