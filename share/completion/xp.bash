# Completion for bash.  It asks the tool itself (--help=options), so it
# knows what the installed version knows.
# shellcheck shell=bash

_xp() {
	local tool=${COMP_WORDS[0]} cur=${COMP_WORDS[COMP_CWORD]}
	local prev=${COMP_WORDS[COMP_CWORD - 1]} command='' words='' value='' w
	local tab=$'\t' name kind choices

	# bash splits at "=": --split=te is the three words --split = te.
	if [[ $cur == = ]]; then
		value=$prev cur=
	elif [[ $prev == = ]]; then
		value=${COMP_WORDS[COMP_CWORD - 2]}
	elif [[ $prev == --* ]]; then
		value=$prev
	fi
	words=$("$tool" --help=options 2> /dev/null) || return
	if [[ $words == *"${tab}command${tab}"* ]] && ((COMP_CWORD > 1)); then
		command=${COMP_WORDS[1]}
		words=$("$tool" "$command" --help=options 2> /dev/null) ||
			return
	fi
	COMPREPLY=()
	while IFS=$tab read -r name kind choices; do
		choices=${choices%%"$tab"*}
		if [[ $name == "$value" && $kind != flag ]]; then
			for w in $choices; do
				[[ $kind == choice && $w == "$cur"* ]] &&
					COMPREPLY+=("$w")
			done
			[[ $kind == choice ]] ||
				mapfile -t COMPREPLY < <(compgen -f -- "$cur")
			return
		fi
	done <<< "$words"
	while IFS=$tab read -r name kind _; do
		[[ $name == "$cur"* ]] || continue
		if [[ $kind == command ]]; then
			((COMP_CWORD == 1)) && COMPREPLY+=("$name")
		elif [[ $cur == -* ]]; then
			COMPREPLY+=("$name")
		fi
	done <<< "$words"
	[[ $cur == -* ]] || ((${#COMPREPLY[@]})) ||
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
}

# Every tool on PATH, whichever was completed first.
mapfile -t _xp_tools < <(compgen -c xp- | sort -u)
((${#_xp_tools[@]} == 0)) || complete -o filenames -F _xp "${_xp_tools[@]}"
unset _xp_tools
