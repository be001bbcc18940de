/* relation.c - see relation.h. */
#include "base/relation.h"

#include <string.h>

static const struct {
	const char *text;
	enum relation relation;
} signs[] = { /* the longer ones first */
	      { "!=", RELATION_OTHER },	   { "<=", RELATION_AT_MOST },
	      { ">=", RELATION_AT_LEAST }, { "==", RELATION_EQUAL },
	      { "=", RELATION_EQUAL },	   { "<", RELATION_LESS },
	      { ">", RELATION_MORE }
};

size_t relation_read(enum relation *r, const char *text)
{
	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++) {
		size_t n = strlen(signs[i].text);

		if (strncmp(text, signs[i].text, n))
			continue;
		*r = signs[i].relation;
		return n;
	}
	return 0;
}

int relation_holds(enum relation r, double a, double b)
{
	switch (r) {
	case RELATION_LESS:
		return a < b;
	case RELATION_AT_MOST:
		return a <= b;
	case RELATION_MORE:
		return a > b;
	case RELATION_AT_LEAST:
		return a >= b;
	case RELATION_EQUAL:
		return a >= b && a <= b;
	default:
		return !(a >= b && a <= b);
	}
}
