//! The reading pane by mouse and keyboard, without a display: each story presses and sweeps over words by name.

#[cfg(test)]
mod desk;
#[cfg(test)]
mod gestures;
#[cfg(test)]
mod keys;
#[cfg(test)]
mod screen_reader;
#[cfg(test)]
mod scrolling;
