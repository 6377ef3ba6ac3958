/** What the simulated platforms share: the clock, the people, the parcels that move. */
@NullMarked
package cn.huitouke.sandbox.world;

import org.jspecify.annotations.NullMarked;
