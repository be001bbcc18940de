/* rerun.c - see rerun.h. */
#include "archive/rerun.h"

#include <stdlib.h>
#include <string.h>

#include "archive/pack_code.h"
#include "archive/provenance.h"
#include "archive/repeat_command.h"
#include "archive/script.h"
#include "base/mem.h"
#include "run/argv.h"

/* The index of the first word of the user's own command. */
static size_t first_word(const struct step *st, const struct strs *argv)
{
	size_t i = 1;

	if (!pack_code_is_foreign(st))
		return i;
	while (i < argv->n && strcmp(argv->at[i], "--"))
		i++;
	return i + 1 < argv->n ? i + 2 : argv->n;
}

/* Where the option KEY is in ARGV: *VALUE is set if the next word is its value.
 * Returns 0 if it is not there. */
static size_t find_option(const struct strs *argv, size_t from, const char *key,
			  const char *value_now, int *value)
{
	size_t n = strlen(key);

	for (size_t i = from; i < argv->n; i++) {
		const char *word = argv->at[i], *name = word;
		const char *next = i + 1 < argv->n ? argv->at[i + 1] : NULL;

		name += strspn(name, "-");
		if (strncmp(name, key, n) ||
		    (name[n] == '\0' && name == word) ||
		    (name[n] && name[n] != '='))
			continue;
		*value = !name[n] && next &&
			 (value_now ? !strcmp(next, value_now) : *next != '-');
		return i;
	}
	return 0;
}

static void remove_word(struct strs *argv, size_t i)
{
	free(argv->at[i]);
	memmove(&argv->at[i], &argv->at[i + 1],
		(argv->n - i - 1) * sizeof *argv->at);
	argv->n--;
}

static void insert_word(struct strs *argv, size_t i, char *word)
{
	strs_take(argv, word);
	memmove(&argv->at[i + 1], &argv->at[i],
		(argv->n - i - 1) * sizeof *argv->at);
	argv->at[i] = word;
}

/* Of our tools: all options KEY go, and one comes before the others. */
static int set_ours(const struct run *r, struct strs *argv, const char *key,
		    const char *setting, struct err *err)
{
	const struct json *all = json_get(r->start, "all_settings");
	const char *now = all ? json_str(all, key) : NULL;
	int value;
	size_t i;

	if (!all || !json_get(all, key))
		return err_usage(err, "%s has no setting '%s'",
				 json_str(r->start, "tool"), key);
	while ((i = find_option(argv, 1, key, now, &value))) {
		if (value)
			remove_word(argv, i + 1);
		remove_word(argv, i);
	}
	insert_word(argv, 1, mem_printf("--%s", setting));
	return 0;
}

/* Of another program: the option takes the same form as it had. */
static int set_foreign(struct strs *argv, size_t from, const char *key,
		       const char *setting, struct err *err)
{
	const char *new = setting + strlen(key) + 1;
	int value = 0;
	size_t i = find_option(argv, from, key, NULL, &value);
	char *word;

	if (!i)
		return err_usage(err, "the command has no option '--%s'", key);
	if (value)
		word = mem_str(new);
	else
		word = mem_printf("%.*s%s", (int)strspn(argv->at[i], "-"),
				  argv->at[i], setting);
	i += (size_t)value;
	free(argv->at[i]);
	argv->at[i] = word;
	return 0;
}

int rerun_argv(const struct store *s, const struct run *r,
	       const struct strs *settings, struct strs *argv, struct err *err)
{
	struct step st = { .run = *r };
	int rc = 0;

	(void)s;
	if (run_may_repeat(r, err) < 0)
		return -1;
	if (argv_has_secret(r->start))
		return err_data(err,
				"run %s cannot be run again: the command "
				"held a secret, and the secret was not "
				"recorded",
				r->id);
	script_argv(&st, argv);
	for (size_t i = 0; !rc && i < settings->n; i++) {
		const char *setting = settings->at[i];
		size_t n = strcspn(setting, "=");
		char *key = mem_strn(setting, n);

		if (!n || !setting[n])
			rc = err_usage(err,
				       "'%s' is not a setting; want KEY=VALUE",
				       setting);
		else if (pack_code_is_foreign(&st))
			rc = set_foreign(argv, first_word(&st, argv), key,
					 setting, err);
		else
			rc = set_ours(r, argv, key, setting, err);
		free(key);
	}
	return rc;
}

int rerun(const struct store *s, const struct run *r, const struct strs *argv,
	  int *status, struct err *err)
{
	struct provenance c;
	int rc = provenance_read(&c, s, r->id, 1, err);

	if (!rc)
		rc = repeat_command_in_place(&c, argv, status, err);
	if (!rc && *status < 0)
		*status = 128 - *status;
	provenance_release(&c);
	return rc;
}
