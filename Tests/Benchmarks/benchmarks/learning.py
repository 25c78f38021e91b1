start=prompt=line=completion=matrix=boosted=logistic=workflow=memory=inner_loop=None
