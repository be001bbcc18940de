/*
 * weights_net.h - turns a network's weights into named tensors, and back.
 */
#ifndef NN_WEIGHTS_NET_H
#define NN_WEIGHTS_NET_H

#include "nn/net.h"
#include "nn/weights.h"

/* Fills W with the tensors of NET, and with its constructor arguments as
 * metadata.  The tensors stay in the memory of NET. */
void weights_net_view(struct weights *w, struct net *net);

/* Sets U to the constructor arguments in the metadata of W.  If W has no
 * metadata, they follow from the names and shapes of the tensors. */
int weights_net_unet(const struct weights *w, struct unet *u, struct err *err);

/* Copies the tensors of W into NET.  Every name and shape must agree, and every
 * value must be finite.  On failure NET is unchanged. */
int weights_net_load(const struct weights *w, struct net *net, struct err *err);

#endif
