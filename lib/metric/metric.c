/*
 * metric.c - the list of metrics, made from the names in Makefile.am.
 */
#include "metric/metric.h"

#include <string.h>

#include "registry.h"

#define DECLARE(name) extern const struct metric metric_##name;
METRICS(DECLARE)

#define LIST(name) &metric_##name,
const struct metric *const metrics[] = { METRICS(LIST) NULL };

const struct metric *metric_find(const char *name)
{
	for (size_t i = 0; metrics[i]; i++)
		if (!strcmp(metrics[i]->name, name))
			return metrics[i];
	return NULL;
}
