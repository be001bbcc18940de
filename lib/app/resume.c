/*
 * resume.c - see resume.h.
 */
#include "app/resume.h"

#include <stdlib.h>
#include <string.h>

#include "app/recorder.h"
#include "base/mem.h"

static struct { /* options point into it until the program ends */
	struct strs old;
	char **both;
} kept;

/* Returns 1 if ARG is --resume or an abbreviation of --resume only. */
static int is_resume(const struct opt *opts, const char *arg)
{
	size_t n = strcspn(arg, "="), others = 0;

	if (n < 3 || strncmp(arg, "--resume", n))
		return 0;
	for (; opts->kind != OPT_KIND_END; opts++)
		others += opts->name && strcmp(opts->name, "resume") &&
			  !strncmp(opts->name, arg + 2, n - 2);
	return !others;
}

const char *resume_value(const struct opt *opts, int argc, char **argv)
{
	if (!opt_find(opts, "resume"))
		return NULL;
	for (int i = 1; i < argc && strcmp(argv[i], "--"); i++) {
		const char *equals = strchr(argv[i], '=');

		if (is_resume(opts, argv[i]))
			return equals	    ? equals + 1 :
			       i + 1 < argc ? argv[i + 1] :
					      NULL;
	}
	return NULL;
}

/* Fails if an argument changes a setting that a resumed run has to keep. */
static int check_resume(const struct opt *opts, int argc, char **argv,
			struct err *err)
{
	for (int i = 0; i < argc; i++) {
		const struct opt *o;
		char *name, *equals;

		if (strncmp(argv[i], "--", 2))
			continue;
		name = mem_str(argv[i] + 2);
		if ((equals = strchr(name, '=')))
			*equals = '\0';
		o = opt_find(opts, name);
		free(name);
		if (o && !(o->flags & (OPT_FREE | OPT_ALIVE)) &&
		    strcmp(o->name, "resume"))
			return err_usage(
				err,
				"--%s cannot be changed when a run is resumed",
				o->name);
	}
	return 0;
}

int resume_args(const struct opt *opts, const char *resume, int *argc,
		char ***argv, struct err *err)
{
	int n = 0;

	if (check_resume(opts, *argc, *argv, err) < 0 ||
	    recorder_resume_args(resume, &kept.old, err) < 0)
		return -1;
	kept.both = mem_zero(kept.old.n + (size_t)*argc + 2, sizeof(char *));
	for (size_t i = 0; i < kept.old.n; i++)
		kept.both[n++] = kept.old.at[i];
	for (int i = 0; i < *argc; i++)
		kept.both[n++] = (*argv)[i];
	*argc = n;
	*argv = kept.both;
	return 0;
}

void resume_release(void)
{
	strs_release(&kept.old);
	free(kept.both);
	kept.both = NULL;
}
