"""The deal page: header, path, the deal's figures, a register of panels, and the gate's rail."""
