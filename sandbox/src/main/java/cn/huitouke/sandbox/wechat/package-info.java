/** The simulated official account: its API, its rules, its callbacks and its customers' screens. */
@NullMarked
package cn.huitouke.sandbox.wechat;

import org.jspecify.annotations.NullMarked;
