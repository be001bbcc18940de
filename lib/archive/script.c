/* script.c - see script.h. */
#include "archive/script.h"

#include <stdlib.h>
#include <string.h>

#include "archive/pack_code.h"
#include "archive/conflict.h"
#include "archive/member_path.h"
#include "archive/protect.h"
#include "base/mem.h"
#include "base/sh.h"
#include "code/secret.h"
#include "run/argv.h"

static const char head[] =
	"#!/bin/sh\n"
	"# Runs the experiment again, step by step, from the recorded inputs, "
	"and\n"
	"# compares every output with the recorded one.\n"
	"set -u\n"
	"cd \"$(dirname \"$0\")\" || exit 4\n"
	"XP_DIR=$PWD/.xp XP_OUTSIDE=outside\n"
	"export XP_DIR XP_OUTSIDE\n"
	"again=$XP_DIR/again\n"
	"rm -rf \"$again\"\n"
	"mkdir -p \"$again\" || exit 4\n"
	"\n"
	"# Outputs that are here already would prove nothing.\n"
	"cut -c67- outputs.sha256 |\n"
	"while IFS= read -r f; do rm -f \"./$f\"; done\n"
	"\n"
	"begin() { # STEP WHAT\n"
	"	echo \"run.sh: $1: $2\" >&2\n"
	"	mkdir -p \"$again/${1%% *}/run\" || exit 4\n"
	"	ls \"$XP_DIR/runs\" >\"$again/before\"\n"
	"}\n"
	"put() { # OBJECT PLACE: recorded bytes to where the step looks for "
	"them\n"
	"	cp \"$XP_DIR/objects/$1\" \"$2\" && chmod u+w \"$2\" || exit "
	"4\n"
	"}\n"
	"ended() { # STEP STATUS WANTED\n"
	"	[ \"$2\" -eq \"$3\" ] && return\n"
	"	echo \"run.sh: step $1 ended with $2, the recorded run with "
	"$3\" >&2\n"
	"	exit 1\n"
	"}\n"
	"own() { # STEP: what the new run keeps in its own directory\n"
	"	id=$(ls \"$XP_DIR/runs\" |\n"
	"		grep -vxF -f \"$again/before\" | tail -n 1)\n"
	"	[ -n \"$id\" ] && cp -R \"$XP_DIR/runs/$id/.\" "
	"\"$again/$1/run/\"\n"
	"}\n";

static const char tail[] =
	"\n"
	"[ -s outputs.sha256 ] || exit 0\n"
	"sha256sum -c outputs.sha256 || {\n"
	"	echo 'run.sh: NOT the same bytes as recorded' >&2\n"
	"	exit 1\n"
	"}\n"
	"echo 'run.sh: the same bytes as recorded' >&2\n";

/* Returns the index in argv of the word that names a run, or 0.  If the record
 * does not say which word that is, it is the first that names a run and does
 * not follow an option, whose value it could be. */
static size_t run_word(const struct step *st, const struct json *argv)
{
	const struct json *names = json_get(st->run.start, "names");
	size_t at = (size_t)json_int(st->run.start, "run_at", 0);

	if (!names || !argv || pack_code_is_foreign(st))
		return 0;
	if (at)
		return at;
	for (size_t i = 1; i < json_len(argv); i++) {
		const char *before = json_text(json_at(argv, i - 1));
		const char *word = json_text(json_at(argv, i));

		if (before && word && json_str(names, word) &&
		    (strncmp(before, "--", 2) || strchr(before, '=')))
			return i;
	}
	return 0;
}

void script_argv(const struct step *st, struct strs *argv)
{
	const struct json *given = json_get(st->run.start, "argv");
	const struct json *names = json_get(st->run.start, "names");
	size_t run = run_word(st, given);
	struct strs words = { 0 };

	argv_get(st->run.start, &words);
	strs_take(argv, pack_code_program(st));
	for (size_t i = 1; i < words.n; i++) {
		const char *id = i == run ? json_str(names, words.at[i]) : NULL;

		strs_add(argv, id ? id : words.at[i]);
	}
	strs_release(&words);
}

int script_is_id(const struct step *st, const struct digest *d)
{
	char *line = mem_printf("%s\n", st->run.id);
	struct digest id;

	digest_of(&id, line, strlen(line));
	free(line);
	return digest_same(&id, d);
}

static size_t steps(const struct provenance *c)
{
	size_t n = 0;

	for (size_t i = 0; i < c->n; i++)
		n += (size_t)c->step[i].rerun;
	return n;
}

static void add_object(struct buf *to, const struct digest *d)
{
	char hex[DIGEST_HEX + 1];

	digest_hex(hex, d);
	buf_printf(to, "%.2s/%s", hex, hex + 2);
}

static void add_quoted(struct buf *to, const char *before, const char *text,
		       const char *after)
{
	buf_str(to, before);
	sh_quote(to, text);
	buf_str(to, after);
}

/* Steps that need different contents at one place. */
static void add_puts(const struct conflicts *l, const struct step *st,
		     struct buf *to)
{
	for (size_t i = 0; i < st->run.inputs.n; i++) {
		const char *path = st->run.inputs.list[i].path;
		const struct digest *d = &st->run.inputs.list[i].digest;
		char *place;

		if (!strcmp(path, "-"))
			continue;
		place = member_path(st->cwd, st->run.id, path);
		if (conflict_disputed(l, place, d)) {
			buf_str(to, "put ");
			add_object(to, d);
			add_quoted(to, " ", place, "\n");
		}
		free(place);
	}
}

char *script_stdout(const struct step *st)
{
	const char *path = json_str(st->run.start, "stdout");

	return path ? member_path(st->cwd, st->run.id, path) : NULL;
}

static int is_listed(const struct json *list, const char *text)
{
	for (size_t i = 0; list && i < json_len(list); i++) {
		const char *one = json_text(json_at(list, i));

		if (one && !strcmp(one, text))
			return 1;
	}
	return 0;
}

/* Cuts the last component of PATH off.  Returns 0 if it has only one. */
static int cut(char *path)
{
	char *slash = strrchr(path, '/');

	if (slash)
		*slash = '\0';
	return slash != NULL;
}

char *script_output_dir(const struct step *st, const char *path,
			struct strs *made)
{
	const struct json *list = st->run.end ?
					  json_get(st->run.end, "made_dirs") :
					  NULL;
	char *place = strcmp(path, "-") ?
			      member_path(st->cwd, st->run.id, path) :
			      script_stdout(st);
	char *name = mem_str(path);
	int inside = place && strncmp(place, ".xp/", 4) && cut(place);

	while (inside && cut(name) && is_listed(list, name)) {
		if (made && !strs_has(made, place))
			strs_add(made, place);
		inside = cut(place);
	}
	free(name);
	if (inside)
		return place;
	free(place);
	return NULL;
}

static int longer(const void *a, const void *b)
{
	size_t n = strlen(*(char *const *)a), k = strlen(*(char *const *)b);

	return n < k ? 1 : n > k ? -1 : 0;
}

/* The directories that the step works in and writes to.  What it makes by
 * itself goes, if an earlier step put nothing there. */
static void add_dirs(const struct step *st, struct buf *to)
{
	struct strs dirs = { 0 }, made = { 0 };

	if (*st->cwd)
		strs_add(&dirs, st->cwd);
	for (size_t i = 0; i < st->run.outputs.n; i++) {
		const char *path = st->run.outputs.list[i].path;
		char *place = script_output_dir(st, path, &made);

		if (place)
			strs_take(&dirs, place);
	}
	if (made.n)
		qsort(made.at, made.n, sizeof *made.at, longer);
	for (size_t i = 0; i < made.n; i++)
		add_quoted(to, "rmdir -- ", made.at[i], " 2>/dev/null\n");
	strs_sort(&dirs);
	for (size_t i = 0; i < dirs.n; i++)
		if (!i || strcmp(dirs.at[i], dirs.at[i - 1]))
			add_quoted(to, "mkdir -p ", dirs.at[i], "\n");
	strs_release(&made);
	strs_release(&dirs);
}

static void add_streams(const struct step *st, size_t number, struct buf *to)
{
	const struct digest *in = file_list_find(&st->run.inputs, "-");
	char *out = script_stdout(st);

	if (in && !provenance_trivial(in)) {
		buf_str(to, " <\"$XP_DIR/objects/");
		add_object(to, in);
		buf_char(to, '"');
	} else {
		buf_str(to, " </dev/null");
	}
	if (out)
		add_quoted(to, " >", out, "");
	else
		buf_printf(to, " >\"$again/%zu/stdout\"", number);
	if (json_get(st->run.start, "joined"))
		buf_str(to, " 2>&1");
	free(out);
}

static int has_own(const struct step *st)
{
	for (size_t i = 0; i < st->run.outputs.n; i++)
		if (!strncmp(st->run.outputs.list[i].path, ".xp/run/", 8))
			return 1;
	return 0;
}

void script_command(const struct step *st, struct buf *to)
{
	struct strs argv = { 0 };

	script_argv(st, &argv);
	for (size_t i = 0; i < argv.n; i++) {
		buf_str(to, i ? " " : "");
		sh_quote(to, argv.at[i]);
	}
	strs_release(&argv);
}

/* A step that cannot run as it was recorded. */
static void add_secret(const struct step *st, size_t number, struct buf *to)
{
	if (argv_has_secret(st->run.start))
		buf_printf(to,
			   "echo 'run.sh: step %zu needs a secret that was not "
			   "recorded: put it in place of " SECRET_MARK
			   " and remove these two lines' >&2\nexit 4\n",
			   number);
}

static void add_code(const struct provenance *c, const struct step *st,
		     struct buf *to)
{
	char *dir = pack_code_is_foreign(st) ? pack_code_dir(c, st) : NULL,
	     *from;

	if (dir) {
		from = mem_printf("%s/.", dir);
		add_quoted(to, "cp -R ", from, " .\n");
		free(from);
	}
	free(dir);
}

/* A program that is not ours may name the original experiment. */
static void add_protect(const struct step *st, struct buf *to)
{
	char *dir = pack_code_is_foreign(st) ? protect_recorded(st) : NULL;

	if (dir)
		add_quoted(to, "XP_PROTECT=", dir, "\nexport XP_PROTECT\n");
	free(dir);
}

static void add_step(const struct provenance *c, const struct conflicts *l,
		     const struct step *st, size_t number, struct buf *to)
{
	const char *tool = json_str(st->run.start, "tool");
	int64_t signal = json_int(st->run.end, "signal", 0);

	buf_printf(to, "\n# run %s\n", st->run.id);
	buf_printf(to, "begin '%zu of %zu' ", number, steps(c));
	sh_quote(to, tool ? tool : "?");
	buf_char(to, '\n');
	add_secret(st, number, to);
	add_code(c, st, to);
	add_dirs(st, to);
	add_puts(l, st, to);
	add_protect(st, to);
	if (*st->cwd)
		add_quoted(to, "(cd ", st->cwd, " &&\n");
	script_command(st, to);
	buf_str(to, *st->cwd ? ")" : "");
	add_streams(st, number, to);
	buf_printf(to, "\nended %zu $? %d\n", number,
		   (int)(signal ? 128 + signal :
				  json_int(st->run.end, "exit", 0)));
	if (has_own(st))
		buf_printf(to, "own %zu\n", number);
}

void script_run(const struct provenance *c, struct buf *to)
{
	struct conflicts l;
	size_t number = 0;

	conflict_make(&l, c);
	buf_str(to, head);
	for (size_t i = 0; i < c->n; i++)
		if (c->step[i].rerun)
			add_step(c, &l, &c->step[i], ++number, to);
	if (number)
		buf_str(to, tail);
	else
		buf_str(to, "\necho 'run.sh: there is nothing to run: the run "
			    "was imported from another tracker' >&2\n"
			    "exit 1\n");
	conflict_release(&l);
}
