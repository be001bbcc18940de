/* protected.c - see protected.h. */
#include "trace/protected.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void protected_init(struct protected *p, const char *list)
{
	memset(p, 0, sizeof *p);
	while (list && *list) {
		size_t n = strcspn(list, "\n");
		char *dir = mem_strn(list, n), *real = realpath(dir, NULL);

		if (real)
			strs_take(&p->dirs, real);
		free(dir);
		list += n + (list[n] == '\n');
	}
}

void protected_release(struct protected *p)
{
	strs_release(&p->dirs);
	strs_release(&p->refused);
}

static int is_data(const char *place, const char *dir)
{
	char *text = mem_str(dir);
	const struct found_home home = { text, text, NULL };
	int yes = found_place_of(&home, place) == FOUND_PROJECT &&
		  !found_place_is_in(place, "__pycache__");

	free(text);
	return yes;
}

int protected_has(struct protected *p, const struct found_home *home,
		  const char *place)
{
	for (size_t i = 0; i < p->dirs.n; i++) {
		const char *dir = p->dirs.at[i];

		if ((strcmp(place, dir) && !found_place_below(place, dir)) ||
		    found_place_is_ours(home, place))
			continue;
		if (is_data(place, dir) && !strs_has(&p->refused, place))
			strs_add(&p->refused, place);
		return 1;
	}
	return 0;
}

int protected_check(const struct protected *p, int argc, char **argv,
		    const char *why, struct err *err)
{
	for (size_t i = 0; i < p->dirs.n; i++)
		for (int k = 0; k < argc; k++)
			if (strstr(argv[k], p->dirs.at[i]))
				return err_data(
					err,
					"the command names '%s', the "
					"experiment of which this is a copy, "
					"and nothing keeps the program from "
					"changing it (%s)",
					p->dirs.at[i], why);
	return 0;
}
