/*
 * weights_net.h - turns a network's weights into named tensors, and back.
 */
#ifndef NN_WEIGHTS_NET_H
#define NN_WEIGHTS_NET_H

#include "nn/net.h"
#include "nn/weights.h"

/* Fill W with NET's tensors, which stay in NET's memory, and with its
 * constructor arguments as metadata. */
void weights_net_view(struct weights *w, struct net *net);
/* Set U to the constructor arguments in the metadata of W or, if W has no
 * metadata, to those that the names and shapes of its tensors imply. */
int weights_net_unet(const struct weights *w, struct unet *u, struct err *err);
/* Copy the tensors of W into NET.  Every name and shape must agree, and every
 * value must be finite.  On failure NET is unchanged. */
int weights_net_load(const struct weights *w, struct net *net, struct err *err);

#endif
