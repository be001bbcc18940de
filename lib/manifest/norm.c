/* norm.c - see norm.h. */
#include "manifest/norm.h"

void norm_apply(const struct norm *norm, float *px, size_t n)
{
	for (size_t i = 0; i < n; i++)
		px[i] = (float)((px[i] - norm->offset) * norm->scale);
}

void norm_undo(const struct norm *norm, float *px, size_t n)
{
	for (size_t i = 0; i < n; i++)
		px[i] = (float)(px[i] / norm->scale + norm->offset);
}
