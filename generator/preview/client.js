// The client of the preview.
