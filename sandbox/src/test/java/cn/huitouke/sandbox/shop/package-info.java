@NullMarked
package cn.huitouke.sandbox.shop;

import org.jspecify.annotations.NullMarked;
