/*
 * fitted_to.c - see fitted_to.h.
 */
#include "manifest/fitted_to.h"

#include <string.h>

static const char *const words[] = {
	[FITTED_UNKNOWN] = "",	  [FITTED_NONE] = "none",
	[FITTED_SAVED] = "saved", [FITTED_SET] = "set",
	[FITTED_GROUP] = "group", [FITTED_IMAGE] = "image",
};

static int has_split(enum fitted_scope scope)
{
	return scope == FITTED_SET || scope == FITTED_GROUP;
}

int fitted_to_parse(struct fitted_to *to, const char *text, struct err *err)
{
	size_t n = strcspn(text, ":");

	for (int i = FITTED_UNKNOWN; i <= FITTED_IMAGE; i++) {
		*to = (struct fitted_to){ .scope = (enum fitted_scope)i };
		if (strlen(words[i]) != n || strncmp(words[i], text, n))
			continue;
		if (!text[n])
			return 0;
		if (!has_split(to->scope))
			break;
		to->split = text + n + 1;
		return 0;
	}
	return err_data(
		err,
		"'%s' does not say what offset and scale were fitted to; "
		"allowed are none, saved, image, set, group, set:SPLIT and "
		"group:SPLIT",
		text);
}

void fitted_to_text(const struct fitted_to *f, struct buf *text)
{
	buf_str(text, words[f->scope]);
	if (has_split(f->scope) && f->split)
		buf_printf(text, ":%s", f->split);
}

int fitted_to_own(const struct fitted_to *f, const char *split)
{
	if (f->scope == FITTED_IMAGE)
		return 1;
	return has_split(f->scope) && (!f->split || !strcmp(f->split, split));
}
