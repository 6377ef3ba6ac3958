/**
 * What the far ends that play a platform of the sandbox's have in common. The sandbox comes with the
 * adapter under test, not with the promises: an adapter whose far end is another one needs none.
 */
@NullMarked
package cn.huitouke.tck.sandbox;

import org.jspecify.annotations.NullMarked;
