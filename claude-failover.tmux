#!/bin/sh
# tmux plugin: a key that opens the dashboard, a segment for the status line. docs/tmux.md tells the options.
# Run as often as you like: what an earlier run did is replaced.

folder=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 1
placeholder='#{claude_failover_status}'

# option NAME DEFAULT
option() {
	value=$(tmux show-option -gqv "$1")
	printf '%s' "${value:-$2}"
}

# say SENTENCE: on the status line of whoever looks; while tmux starts nobody does.
say() {
	tmux display-message "claude-failover: $(printf '%s' "$1" | sed 's/#/##/g')" 2>/dev/null
}

# shell_word TEXT: one word for a shell, within a command that tmux expands as a format.
shell_word() {
	printf "'%s'" "$(printf '%s' "$1" | sed "s/'/'\\\\''/g; s/#/##/g")"
}

# argument TEXT: for tmux a semicolon at the end of an argument would end the command.
argument() {
	case $1 in
	*\;) printf '%s\\;' "${1%?}" ;;
	*) printf '%s' "$1" ;;
	esac
}

# replace TEXT FROM TO: every FROM in TEXT, all three taken as they are.
replace() {
	rest=$1
	made=
	while :; do
		case $rest in
		*"$2"*)
			made=$made${rest%%"$2"*}$3
			rest=${rest#*"$2"}
			;;
		*) break ;;
		esac
	done
	printf '%s' "$made$rest"
}

find_program() {
	found=$(command -v claude-failover)
	case $found in
	/*) printf '%s' "$found" ;;
	*) [ -f "$folder/dist/cli.js" ] && printf '%s' "$folder/bin/claude-failover.js" ;;
	esac
}

# The key of an earlier run, unless somebody took it since.
unbind_earlier() {
	earlier=$(option @claude-failover-bound '')
	[ -n "$earlier" ] && [ "$earlier" != "$1" ] || return 0
	tmux list-keys -T prefix -- "$(argument "$earlier")" 2>/dev/null | grep -qF scripts/tmux/open.sh || return 0
	tmux unbind-key -- "$(argument "$earlier")"
}

bind_dashboard() {
	key=$(option @claude-failover-key F)
	view=$(option @claude-failover-view popup)
	unbind_earlier "$key"
	tmux set-option -gqu @claude-failover-bound
	[ "$key" = none ] && return
	case $view in
	popup | window) ;;
	*)
		say "@claude-failover-view takes popup or window, not \"$view\": it is popup now"
		view=popup
		;;
	esac
	open="$(shell_word "$folder/scripts/tmux/open.sh") $view '#{client_name}' '#{session_id}' $(shell_word "$program")"
	if tmux bind-key -N 'Open the dashboard of claude-failover' -- "$(argument "$key")" run-shell -b "$open" 2>/dev/null; then
		tmux set-option -gq @claude-failover-bound "$(argument "$key")"
	else
		say "@claude-failover-key: tmux knows no key \"$key\". Name one as tmux list-keys shows them, or none"
	fi
}

fill_status() {
	segment=$placeholder
	case $(option @claude-failover-status on) in
	on) segment="#($(shell_word "$program") status --format tmux)" ;;
	off) ;;
	*) say '@claude-failover-status takes on or off: it is off now' ;;
	esac
	case $program in
	*[\(\)]*)
		say "the path $program has a bracket, which the status line cannot take: the segment is off"
		segment=$placeholder
		;;
	esac
	earlier=$(option @claude-failover-segment "$placeholder")
	for name in status-left status-right; do
		text=$(tmux show-option -gqv "$name")
		filled=$(replace "$(replace "$text" "$earlier" "$placeholder")" "$placeholder" "$segment")
		[ "$filled" = "$text" ] || tmux set-option -g "$name" "$(argument "$filled")"
	done
	tmux set-option -gq @claude-failover-segment "$segment"
}

program=$(find_program)
if [ -z "$program" ]; then
	say 'the program was not found. Put claude-failover on the PATH of tmux, or build it beside the plugin (npm ci && npm run build)'
	exit 0
fi
bind_dashboard
fill_status
exit 0
