/*
 * bands.h - a sample through all nodes and back, at the large levels a band
 * of rows at a time: so a node finds in the cache what the one before it has
 * made.
 */
#ifndef NN_BANDS_H
#define NN_BANDS_H

#include "nn/sample_worker.h"

/* Whether node N sees its rows in bands. */
int bands_cut(const struct node *n);

/* From x.v to y.v. */
void bands_forward(struct sample_worker *w);
/* From y.d to the gradient by the weights, added to GRAD. */
void bands_backward(struct sample_worker *w, float *grad);

#endif
