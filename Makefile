# Only forwards: make X is ./run X
.DEFAULT_GOAL := help
%:
	@./run $@
