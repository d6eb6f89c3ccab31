import { checkEc2Answer, checkEc2Error } from './check-ec2-answer.js';
import { checkEc2Request } from './check-ec2-request.js';
import { readSdkSchemas } from './read-sdk-schemas.js';
import { readServiceModel } from './read-service-model.js';
import type { OperationShapes } from './shape.js';

export { hasSpecifications } from './read-service-model.js';

/** An exchange with EC2, to be held against its description. */
export interface Exchange {
  readonly action: string;
  /** Form-encoded. */
  readonly request: string;
  readonly status: number;
  readonly answer: string;
}

/** The description of EC2: AWS's service model, and for actions it lacks the SDK's schemas. */
export class Ec2Specification {
  #model: ReturnType<typeof readServiceModel> | undefined;

  shapesOf(action: string): OperationShapes {
    this.#model ??= readServiceModel();
    return this.#model.get(action) ?? readSdkSchemas(action);
  }

  /** Everything in a request that the description does not allow. */
  checkRequest(action: string, form: string): string[] {
    return checkEc2Request(this.shapesOf(action), form);
  }

  /** Everything in an answer that the description does not allow; errors have a form of their own. */
  checkAnswer({ action, status, answer }: Exchange): string[] {
    return status === 200
      ? checkEc2Answer(action, this.shapesOf(action), answer)
      : checkEc2Error(answer);
  }
}
