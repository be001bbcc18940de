/* readme.c - see readme.h. */
#include "archive/readme.h"

#include <stdlib.h>
#include <string.h>

#include "archive/conflict.h"
#include "archive/member_path.h"
#include "archive/script.h"
#include "base/mem.h"
#include "base/sh.h"

/* Returns the place of an output after run.sh has run, or NULL if there is
 * nothing to compare.  If several steps write one place, the last one
 * counts. */
static char *compared(const struct provenance *c, const struct conflicts *l,
		      size_t step, size_t number, const char *path,
		      const struct digest *d)
{
	const struct step *st = &c->step[step];
	char *place;

	if (!strcmp(path, "-")) {
		if (script_is_id(st, d))
			return NULL;
		place = script_stdout(st);
		if (!place)
			return mem_printf(".xp/again/%zu/stdout", number);
	} else if (!strncmp(path, ".xp/run/", 8)) {
		return mem_printf(".xp/again/%zu/run/%s", number, path + 8);
	} else {
		place = member_path(st->cwd, st->run.id, path);
	}
	if (!conflict_later(l, place, step))
		return place;
	free(place);
	return NULL;
}

static void add_outputs(const struct provenance *c, const struct conflicts *l,
			size_t step, size_t number, struct buf *to)
{
	const struct file_list *out = &c->step[step].run.outputs;

	for (size_t i = 0; i < out->n; i++) {
		char *place = compared(c, l, step, number, out->list[i].path,
				       &out->list[i].digest);

		if (place)
			file_list_line(to, place, &out->list[i].digest);
		free(place);
	}
}

void readme_outputs(const struct provenance *c, struct buf *to)
{
	struct conflicts l;
	size_t number = 0;

	conflict_make(&l, c);
	for (size_t i = 0; i < c->n; i++)
		if (c->step[i].rerun)
			add_outputs(c, &l, i, ++number, to);
	conflict_release(&l);
}

static const char readme_tail[] =
	"\n"
	"Check every file, with coreutils alone:\n"
	"\n"
	"	sha256sum -c --quiet SHA256SUMS\n"
	"\n"
	"Make a directory of it in which the work can go on, with the inputs "
	"at\n"
	"their own places and the records in .xp/, and run it again there:\n"
	"\n"
	"	xp-log restore THIS-ARCHIVE DIR\n"
	"	sh DIR/run.sh\n"
	"\n"
	"The same by hand, from the unpacked archive:\n"
	"\n"
	"	mkdir DIR\n"
	"	cp -R inputs/. DIR/\n"
	"	cp -R record DIR/.xp\n"
	"	mkdir -p DIR/.xp/refs DIR/.xp/tmp\n"
	"	cp run.sh outputs.sha256 DIR/\n"
	"	cp -R code DIR/		# when there is any\n"
	"	sh DIR/run.sh\n"
	"\n"
	"	inputs/		what the commands read (names hold %XX for "
	"bytes\n"
	"			beyond ASCII; files that lay outside the "
	"working\n"
	"			directory are below outside/)\n"
	"	outputs/	what the last command wrote\n"
	"	record/		the records of these runs, and their small "
	"files by\n"
	"			content, as the store .xp/ holds them\n"
	"	code/		the work tree, where there was one under git\n"
	"	outputs.sha256	what run.sh compares with in the end\n"
	"	SIZES		bytes and name of each member\n"
	"\n"
	"The SHA-256 of the uncompressed tar is this experiment's name: it is "
	"the\n"
	"same whenever and wherever the archive is made.\n";

static void add_redirection(const struct step *st, struct buf *to)
{
	const char *out = json_str(st->run.start, "stdout");

	if (!out)
		return;
	buf_str(to, " > ");
	sh_quote(to, out);
}

void readme_text(const struct provenance *c, struct buf *to)
{
	const struct step *last = &c->step[c->n - 1];

	buf_printf(to,
		   "The experiment that ended in run %s.\n\n"
		   "The commands, in order:\n\n",
		   last->run.id);
	for (size_t i = 0; i < c->n; i++) {
		if (!c->step[i].rerun)
			continue;
		buf_str(to, "\t");
		script_command(&c->step[i], to);
		add_redirection(&c->step[i], to);
		buf_str(to, "\n");
	}
	if (run_imported(last->run.start))
		buf_printf(to,
			   "	(not known: the run was imported from %s)\n",
			   run_imported(last->run.start));
	buf_str(to, readme_tail);
}
