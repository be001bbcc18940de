/* code.c - see code.h. */
#include "store/code.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

char *code_name(const struct step *st)
{
	const struct json *code = json_get(st->run.start, "code");
	const char *commit = code ? json_str(code, "commit") : NULL;
	const char *diff = code ? json_str(code, "diff") : NULL;

	if (!commit)
		return NULL;
	return diff ? mem_printf("%.12s+%.12s", commit, diff) :
	       mem_printf("%.12s", commit);
}

char *code_program(const struct step *st)
{
	const struct json *argv = json_get(st->run.start, "argv");
	const char *first = argv ? json_text(json_at(argv, 0)) : NULL;
	const char *slash = first ? strrchr(first, '/') : NULL;

	return mem_str(slash ? slash + 1 : first ? first : "xp-log");
}

int code_is_foreign(const struct step *st)
{
	char *program = code_program(st);
	int yes = !strcmp(program, "xp-log");

	free(program);
	return yes;
}

int code_pack(struct pieces *p, const struct chain *c, int all,
	      struct err *err)
{
	(void)p;
	(void)all;
	(void)c;
	(void)err;
	return 0;
}
