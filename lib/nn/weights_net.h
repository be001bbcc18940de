/*
 * weights_net.h - a network's weights as named tensors, and back.
 */
#ifndef NN_WEIGHTS_NET_H
#define NN_WEIGHTS_NET_H

#include "nn/net.h"
#include "nn/weights.h"

/* The network's own tensors, and the constructor arguments as metadata. */
void weights_net_view(struct weights *w, struct net *net);
/* The constructor arguments a file states (or, when it has no metadata,
 * those its tensors' names and shapes imply). */
int weights_net_unet(const struct weights *w, struct unet *u, struct err *err);
/* Copy the tensors of W into NET: every name and shape must agree, every
 * value be finite.  On failure NET is unchanged. */
int weights_net_load(const struct weights *w, struct net *net, struct err *err);

#endif
