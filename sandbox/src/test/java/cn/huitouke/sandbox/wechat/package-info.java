@NullMarked
package cn.huitouke.sandbox.wechat;

import org.jspecify.annotations.NullMarked;
