//! Questions over a whole project: filters and counts. Pure functions over the model.
