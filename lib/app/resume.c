/*
 * resume.c - see resume.h.
 */
#include "app/resume.h"

#include <stdlib.h>
#include <string.h>

#include "app/args.h"
#include "app/recorder.h"
#include "base/buf.h"
#include "base/mem.h"
#include "base/sh.h"
#include "file/path.h"

static struct {		      /* options point into it until the program ends */
	struct strs old, add; /* recorded arguments, and added ones */
	struct strs files;
	char **both, *id, *dir;
	char *settings;	 /* object that has the settings file, or NULL */
	int is_replaced; /* 1: it stands for that file, which has gone */
} kept;

const char *resume_value(const struct opt *opts, int argc, char **argv)
{
	int i = args_find(opts, "resume", argc, argv);
	const char *equals = i ? strchr(argv[i], '=') : NULL;

	return equals ? equals + 1 : i && i + 1 < argc ? argv[i + 1] : NULL;
}

/* Returns the value of the option with OPT_MORE, or NULL. */
static const char *more_of(const struct opt *opts, int argc, char **argv)
{
	const char *value = NULL, *equals;

	for (int i = 1; i < argc; i++) {
		const struct opt *o = args_option(opts, argv[i]);

		if (!o || !(o->flags & OPT_MORE))
			continue;
		equals = strchr(argv[i], '=');
		value = equals ? equals + 1 : i + 1 < argc ? argv[i + 1] : "";
	}
	return value;
}

/* Says which option gives a finished run more to do, or why none does. */
static int nothing_left(const struct ctx *ctx, const struct opt *opts,
			struct err *err)
{
	if (ctx->tool->go_on &&
	    ctx->tool->go_on(kept.dir, "", &kept.add, &kept.files, err) < 0)
		return err_wrap(err,
				"run %s has finished and cannot be given more "
				"to do: ",
				kept.id);
	while (opts->kind != OPT_KIND_END && !(opts->flags & OPT_MORE))
		opts++;
	return err_data(err,
			"run %s has finished: there is nothing to "
			"resume%s%s%s",
			kept.id, opts->name ? "; --" : "",
			opts->name ? opts->name : "",
			opts->name ? " gives it more to do" : "");
}

/* Fails if an argument changes a setting that a resumed run has to keep. */
static int check_resume(const struct opt *opts, int argc, char **argv, int done,
			struct err *err)
{
	for (int i = 1; i < argc; i++) {
		const struct opt *o = args_option(opts, argv[i]);

		if (!o || o->flags & (OPT_FREE | OPT_ALIVE) ||
		    !strcmp(o->name, "resume") || (done && o->flags & OPT_MORE))
			continue;
		return err_usage(err,
				 "--%s cannot be changed when a run is "
				 "resumed%s",
				 o->name,
				 o->flags & OPT_MORE ?
					 "; it can when the run has finished" :
					 "");
	}
	return 0;
}

static void add_words(int *n, const struct strs *words)
{
	for (size_t i = 0; i < words->n; i++)
		kept.both[(*n)++] = words->at[i];
}

/* A new run has to record the settings file under its name: it must be there.
 */
static int settings_gone(const char *path, struct err *err)
{
	struct buf name = { 0 };
	int rc;

	sh_quote(&name, path);
	rc = err_data(
		err,
		"cannot continue run %s: its settings file '%s' has gone; "
		"'xp-log cat %s %s > %s' writes it again",
		kept.id, path, kept.id, buf_text(&name), buf_text(&name));
	buf_release(&name);
	return rc;
}

/* If the settings file of the run has gone, its recorded content counts; but
 * not if a new run is to go on from the run, which is DONE. */
static int replace_settings_file(const struct opt *opts, int done,
				 struct err *err)
{
	char **word = kept.old.at, *real;
	int rc = 0;

	for (size_t i = 0; !rc && kept.settings && i < kept.old.n; i++) {
		const struct opt *o = args_option(opts, word[i]);
		char *equals = strchr(word[i], '=');

		if (!o || strcmp(o->name, "config") ||
		    (!equals && i + 1 == kept.old.n))
			continue;
		i += !equals;
		real = opt_config_path(equals ? equals + 1 : word[i]);
		if (!path_exists(real) && done) {
			rc = settings_gone(real, err);
		} else if (!path_exists(real)) {
			free(word[i]);
			word[i] = equals ? mem_printf("--config=%s",
						      kept.settings) :
					   mem_str(kept.settings);
			kept.is_replaced = 1;
		}
		free(real);
	}
	return rc;
}

int resume_settings_are_recorded(void)
{
	return kept.is_replaced;
}

/* Adds the arguments of ARGV, without --resume RUN. */
static void add_others(int *n, const struct opt *opts, int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		const struct opt *o = args_option(opts, argv[i]);

		if (!o || strcmp(o->name, "resume"))
			kept.both[(*n)++] = argv[i];
		else if (!strchr(argv[i], '='))
			i++;
	}
}

int resume_args(struct ctx *ctx, const struct opt *opts, const char *resume,
		int *argc, char ***argv, struct err *err)
{
	const char *more = more_of(opts, *argc, *argv);
	int n = 0, done = recorder_resume_args(resume, &kept.old, &kept.id,
					       &kept.dir, &kept.settings, err);

	if (done < 0 || check_resume(opts, *argc, *argv, done, err) < 0)
		return -1;
	if (done && !more)
		return nothing_left(ctx, opts, err);
	if (done &&
	    ctx->tool->go_on(kept.dir, more, &kept.add, &kept.files, err) < 0)
		return err_wrap(err, "cannot continue run %s: ", kept.id);
	if (replace_settings_file(opts, done, err) < 0)
		return -1;
	kept.both = mem_zero(kept.old.n + kept.add.n + (size_t)*argc + 2,
			     sizeof(char *));
	kept.both[n++] = (*argv)[0];
	add_words(&n, &kept.old);
	add_words(&n, &kept.add);
	if (done) {
		ctx->extends = kept.id;
		ctx->extended = &kept.files;
		add_others(&n, opts, *argc, *argv);
	}
	for (int i = 1; !done && i < *argc; i++)
		kept.both[n++] = (*argv)[i];
	*argc = n;
	*argv = kept.both;
	return done;
}

int resume_check(const struct ctx *ctx, int log, int recorded, struct err *err)
{
	struct buf b = { 0 };

	if (!ctx->extends)
		return 0;
	if (!log)
		return err_usage(err, "a run that continues another one has "
				      "to be recorded: leave out --no-log");
	for (size_t i = 0; i < kept.add.n; i++)
		buf_printf(&b, " %s", kept.add.at[i]);
	if (recorded)
		ctx_say(ctx,
			"a new run continues run %s and keeps the settings "
			"that the length of that run gave:%s",
			ctx->extends, buf_text(&b));
	buf_release(&b);
	return 0;
}

void resume_release(void)
{
	strs_release(&kept.old);
	strs_release(&kept.add);
	strs_release(&kept.files);
	free(kept.id);
	free(kept.dir);
	free(kept.settings);
	free(kept.both);
	memset(&kept, 0, sizeof(kept));
}
