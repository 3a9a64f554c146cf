//! A project as a folder of RON files: load, save, and everything that is promised about data.
