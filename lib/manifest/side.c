/* side.c - the two sides of a pair. */
#include "manifest/side.h"

const char *side_name(enum side side)
{
	return side == SOURCE ? "source" : "target";
}
