/*
 * net_init.h - a network's initial weights.
 */
#ifndef NN_NET_INIT_H
#define NN_NET_INIT_H

#include "nn/net.h"

/* Draws random weights from the distributions that PyTorch's constructors use;
 * the numbers differ.  The weights of all convolutions but the last are Kaiming
 * normal.  The rest is uniform +-1/sqrt(fan_in).  Each tensor has a random
 * stream of its own, named after the tensor. */
void net_init(struct net *net, uint64_t seed);

#endif
